namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>A service of which each scope has its own.</summary>
public sealed class ScopedThing(Lifetimes lifetimes) : IDisposable
{
    public int Number { get; } = lifetimes.Make();

    public void Dispose() => lifetimes.Dispose();
}
