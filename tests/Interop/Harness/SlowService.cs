using System.Text.Json;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>A server that serves about a thousand requests a second, one at a time, and remembers their data.</summary>
internal sealed class SlowService : IDisposable
{
    private readonly RpcServer _server;
    private readonly PeriodicTimer _pace = new(TimeSpan.FromMilliseconds(1));
    private readonly Lock _gate = new();
    private readonly List<int> _served = [];
    private (int Count, TaskCompletionSource Reached)? _awaited;

    public SlowService(MessagingTransport transport, string topic)
    {
        var endpoint = new RpcEndpointDescriptor(typeof(SlowService), new Target(), [new RpcMethodDescriptor("hit", HitAsync)]);
        _server = transport.CreateRpcServer(Target.ForTopic(topic, "slow"), (endpoint, this));
    }

    public async Task StartAsync(CancellationToken cancel)
    {
        _server.Start();
        await _server.WaitUntilListeningAsync(cancel).WaitAsync(Limits.Signal, cancel);
    }

    /// <summary>Waits for that many requests and returns the data of all requests, sorted.</summary>
    public async Task<int[]> ServedAsync(int count, CancellationToken cancel)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _awaited = (count, reached);
            Check();
        }

        await reached.Task.WaitAsync(Limits.Burst, cancel);
        lock (_gate)
        {
            return [.. _served.Order()];
        }
    }

    public void Dispose() => _pace.Dispose();

    private async ValueTask HitAsync(object endpoint, RpcInvocation invocation)
    {
        await _pace.WaitForNextTickAsync(invocation.Cancellation);
        var data = JsonElement.Parse(invocation.Arguments.Span).GetProperty("data").GetInt32();
        lock (_gate)
        {
            _served.Add(data);
            Check();
        }
    }

    private void Check()
    {
        if (_awaited is { } awaited && _served.Count >= awaited.Count)
        {
            awaited.Reached.TrySetResult();
        }
    }
}
