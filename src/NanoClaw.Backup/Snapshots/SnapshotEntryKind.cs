namespace NanoClaw.Backup.Snapshots;

public enum SnapshotEntryKind
{
    File,
    Folder,
    Link,
}
