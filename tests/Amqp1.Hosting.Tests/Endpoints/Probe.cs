using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>An endpoint with a method for each kind of parameter that can be bound.</summary>
[RpcEndpoint("probe", Version = "1.2", Namespace = "ns", Exchange = "x", Server = "s")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Probe : IDisposable, IAsyncDisposable
{
    public enum Size
    {
        Small,
        Large,
    }

    public string? Property { get; set; }

    public object[] Echo(string instanceId, int vcpuCount) => [instanceId, vcpuCount];

    public string? Nullable(string? text, int? number) => $"{text ?? "none"}/{number?.ToString() ?? "none"}";

    public string Defaults(string text = "t", int number = 7, Size size = Size.Large, Size? maybe = Size.Small, Guid id = default) => $"{text} {number} {size} {maybe} {id}";

    public string Context(RpcContext context, string text, CancellationToken cancel) => $"{context.Method} {text} {cancel.CanBeCanceled}";

    [RpcMethod("other_name")]
    public void Renamed() => Property = "called";

    public Task NothingAsync() => Task.CompletedTask;

    public Task<int> TaskAsync() => Task.FromResult(1);

    public ValueTask ValueTaskAsync() => ValueTask.CompletedTask;

    public async ValueTask<int> LaterAsync()
    {
        await Task.Yield();
        return 2;
    }

    public void Throw() => throw new KeyNotFoundException("vm-1");

    public override string ToString() => "probe";

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal void Hidden()
    {
    }
}
