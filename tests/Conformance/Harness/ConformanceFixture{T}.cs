using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests.Harness;

/// <summary>The fixture of the tests through one kind of intermediary.</summary>
public sealed class ConformanceFixture<TIntermediary>() : ConformanceFixture(new TIntermediary())
    where TIntermediary : Intermediary, new();
