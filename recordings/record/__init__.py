"""The lesson record (hồ sơ tiết dạy trực tuyến): built from kept events and the plan, written as canonical JSON, linked.

Pure: no I/O, no clock. What a record holds: `fields`; how it is made: `build` with a file a group; its bytes:
`canonical`; how links hold together: `chain`; the published JSON Schema: `schema`.
Called by server/school/kept/records.py.
"""
