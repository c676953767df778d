using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Tests between Python peers through RabbitMQ 4.3.</summary>
[Collection(SharesRabbit43.Name)]
public sealed class RabbitPeersThrough43Tests(Rabbit43Fixture fixture) : RabbitPeersTests(fixture);
