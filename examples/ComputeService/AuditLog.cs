namespace ComputeService;

/// <summary>The last notifications.</summary>
public sealed class AuditLog
{
    private const int Capacity = 100;

    private readonly Lock _gate = new();
    private readonly Queue<AuditEntry> _entries = new(Capacity);

    /// <summary>Up to 100 notifications, the oldest first.</summary>
    public IReadOnlyList<AuditEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    public void Add(AuditEntry entry)
    {
        lock (_gate)
        {
            if (_entries.Count == Capacity)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
        }
    }
}
