using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Interop tests through RabbitMQ 4.3, with oslo.messaging 14.0.3.</summary>
[Collection(SharesRabbit43.Name)]
public sealed class ThroughRabbit43WithOslo14Tests(RabbitInteropFixture<Rabbit43Fixture, Oslo14> fixture)
    : InteropTests(fixture), IClassFixture<RabbitInteropFixture<Rabbit43Fixture, Oslo14>>;
