using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>Version 1 of a service whose objects count how often they are created and disposed.</summary>
[RpcEndpoint("greeter", Version = "1.0")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Greeter(Lifetimes lifetimes, ScopedThing scoped) : IAsyncDisposable
{
    private readonly int _number = lifetimes.Make();

    public string Greet(string name) => $"Hello {name}";

    public int[] Numbers() => [_number, scoped.Number];

    public async Task WaitAsync()
    {
        lifetimes.Entered.SetResult();
        await lifetimes.MayLeave.Task;
    }

    public ValueTask DisposeAsync()
    {
        lifetimes.Dispose();
        return ValueTask.CompletedTask;
    }
}
