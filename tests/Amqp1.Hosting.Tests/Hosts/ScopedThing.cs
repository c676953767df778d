namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>A service with one instance for each scope.</summary>
public sealed class ScopedThing(Lifetimes lifetimes) : IDisposable
{
    public int Number { get; } = lifetimes.Make();

    public void Dispose() => lifetimes.Dispose();
}
