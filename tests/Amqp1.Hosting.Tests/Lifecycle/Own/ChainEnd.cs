using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Lifecycle.Own;

/// <summary>The second topic of the chain.</summary>
[RpcEndpoint("chain-b")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class ChainEnd
{
    public string Answer(int number) => $"answer {number}";

    /// <summary>Continues after its token has fired.</summary>
    public Task<string> NeverAsync() => new TaskCompletionSource<string>().Task;

    /// <summary>Ends when its token fires.</summary>
    public async Task<string> UntilToldAsync(CancellationToken cancel)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancel.Register(told.SetResult);
        await told.Task;
        return "told";
    }
}
