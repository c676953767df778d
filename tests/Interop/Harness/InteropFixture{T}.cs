namespace Amqp1.Interop.Tests.Harness;

/// <summary>The fixture of the tests through one kind of intermediary.</summary>
public sealed class InteropFixture<TIntermediary>() : InteropFixture(new TIntermediary())
    where TIntermediary : Intermediary, new();
