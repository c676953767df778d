using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Through the broker of the environment.</summary>
public sealed class ThroughGivenBrokerTests(InteropFixture<GivenBroker> fixture) : InteropTests(fixture), IClassFixture<InteropFixture<GivenBroker>>;
