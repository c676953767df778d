using System.Collections.Concurrent;
using Amqp1.Payloads;

namespace Amqp1.Core.Tests.Payloads;

/// <summary>A payload store in memory, which a test can make fail.</summary>
internal sealed class MemoryPayloadStore : IPayloadStore
{
    /// <summary>The stored bytes by their names.</summary>
    public ConcurrentDictionary<string, byte[]> Contents { get; } = new();

    /// <summary>The names that were read, in order.</summary>
    public EventLog<string> Reads { get; } = new();

    /// <summary>Called before every operation.</summary>
    public Func<CancellationToken, Task>? Before { get; set; }

    public bool IsFull { get; set; }

    public string Id { get; init; } = "memory";

    public async ValueTask<bool> StoreAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancel = default)
    {
        await BeginAsync(cancel);
        return !IsFull && Contents.TryAdd(name, content.ToArray());
    }

    public async ValueTask<byte[]?> ReadAsync(string name, int maxLength, CancellationToken cancel = default)
    {
        Reads.Add(name);
        await BeginAsync(cancel);
        return Contents.TryGetValue(name, out var content) && content.Length <= maxLength ? content : null;
    }

    public async ValueTask RemoveAsync(string name, CancellationToken cancel = default)
    {
        await BeginAsync(cancel);
        Contents.TryRemove(name, out _);
    }

    private Task BeginAsync(CancellationToken cancel) => Before?.Invoke(cancel) ?? Task.CompletedTask;
}
