using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Interop tests through RabbitMQ 4.3, with oslo.messaging 16.1.0.</summary>
[Collection(SharesRabbit43.Name)]
public sealed class ThroughRabbit43WithOslo16Tests(RabbitInteropFixture<Rabbit43Fixture, Oslo16> fixture)
    : InteropTests(fixture), IClassFixture<RabbitInteropFixture<Rabbit43Fixture, Oslo16>>;
