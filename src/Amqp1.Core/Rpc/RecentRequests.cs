namespace Amqp1.Rpc;

/// <summary>
/// Recognizes requests that were delivered again, by the unique IDs of the last requests. Formats without such IDs do not use it.
/// Thread-safe.
/// </summary>
internal sealed class RecentRequests
{
    /// <summary>The number of IDs that are kept. The value is that of oslo.messaging.</summary>
    private const int Count = 16;

    private readonly Lock _gate = new();
    private readonly string?[] _ids = new string?[Count];
    private int _next;

    /// <summary>Adds the ID of a request. Returns false if it is one of the last requests, which must not be served again.</summary>
    /// <param name="id">The ID; null if the request has none, which is always added.</param>
    public bool TryAdd(string? id)
    {
        if (id is null)
        {
            return true;
        }

        lock (_gate)
        {
            if (Array.IndexOf(_ids, id) >= 0)
            {
                return false;
            }

            _ids[_next] = id;
            _next = (_next + 1) % Count;
            return true;
        }
    }
}
