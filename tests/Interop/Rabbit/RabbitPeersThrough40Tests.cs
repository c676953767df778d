using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Tests between Python peers through RabbitMQ 4.0.</summary>
[Collection(SharesRabbit40.Name)]
public sealed class RabbitPeersThrough40Tests(Rabbit40Fixture fixture) : RabbitPeersTests(fixture);
