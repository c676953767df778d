using System.Collections.Concurrent;

namespace ComputeService;

/// <summary>The last notifications.</summary>
public sealed class AuditLog
{
    private const int Capacity = 100;

    private readonly ConcurrentQueue<AuditEntry> _entries = new();

    /// <summary>The last notifications, 100 at most, oldest first.</summary>
    public IReadOnlyList<AuditEntry> Entries => [.. _entries];

    public void Add(AuditEntry entry)
    {
        _entries.Enqueue(entry);
        if (_entries.Count > Capacity)
        {
            _entries.TryDequeue(out _);
        }
    }
}
