using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Interop tests through Proton's example broker.</summary>
public sealed class ThroughProtonBrokerTests(InteropFixture<ProtonExampleBroker> fixture) : InteropTests(fixture), IClassFixture<InteropFixture<ProtonExampleBroker>>;
