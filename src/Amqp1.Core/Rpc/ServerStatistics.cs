namespace Amqp1.Rpc;

/// <summary>The statistics of the methods of a server, from the time at which it was created. Thread-safe.</summary>
internal sealed class ServerStatistics
{
    private readonly Dictionary<RpcMethodDescriptor, MethodStatistics> _methods;
    private readonly TimeProvider _time;

    public ServerStatistics(IReadOnlyList<RpcEndpointDescriptor> endpoints, TimeProvider time)
    {
        _time = time;
        Since = time.GetUtcNow();
        _methods = new Dictionary<RpcMethodDescriptor, MethodStatistics>(ReferenceEqualityComparer.Instance);
        foreach (var method in endpoints.SelectMany(endpoint => endpoint.Methods))
        {
            _methods.TryAdd(method, new MethodStatistics());
        }
    }

    /// <summary>The time from which requests are counted.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Returns the statistics of a method; null if it does not belong to the server.</summary>
    public MethodStatistics? Of(RpcMethodDescriptor method) => _methods.GetValueOrDefault(method);

    /// <summary>Returns a stamp for <see cref="Add"/>.</summary>
    public long Begin() => _time.GetTimestamp();

    /// <summary>Adds a request that was served.</summary>
    /// <param name="method">The method; null if no endpoint has it, which is not counted.</param>
    /// <param name="began">The stamp from the begin of the request.</param>
    /// <param name="hasFailed">Whether the method failed with an exception outside its contract.</param>
    public void Add(RpcMethodDescriptor? method, long began, bool hasFailed)
    {
        if (method is not null && _methods.TryGetValue(method, out var statistics))
        {
            statistics.Add(_time.GetElapsedTime(began), hasFailed);
        }
    }
}
