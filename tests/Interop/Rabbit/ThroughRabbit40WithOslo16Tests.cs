using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Interop tests through RabbitMQ 4.0, with oslo.messaging 16.1.0.</summary>
[Collection(SharesRabbit40.Name)]
public sealed class ThroughRabbit40WithOslo16Tests(RabbitInteropFixture<Rabbit40Fixture, Oslo16> fixture)
    : InteropTests(fixture), IClassFixture<RabbitInteropFixture<Rabbit40Fixture, Oslo16>>;
