"""What each example class is made of, and what its submissions must score.

`submissions(source)`: content by path under the class's folder.
`FULL`: a right solution's points, extra credit included.
`LOSES`: the tasks that a submission loses points in, by student; none: full marks.
`REJECTED`: words of the reason, by student.
`TOLD`: words that the student reads at the failed checks of a task, by student and task.
"""
