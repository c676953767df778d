using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Lifecycle;

/// <summary>An endpoint that works until its token fires, and then answers.</summary>
[RpcEndpoint("worker")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Worker(Worker.Signals signals)
{
    public async Task<string> WorkAsync(CancellationToken cancel)
    {
        signals.Begun.TrySetResult();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancel.Register(told.SetResult);
        await told.Task;
        return "cut short";
    }

    public string Echo(string text) => text;

    /// <summary>The signals for the test.</summary>
    public sealed class Signals
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
