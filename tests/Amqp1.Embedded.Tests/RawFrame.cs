using Amqp.Types;

namespace Amqp1.Embedded.Tests;

/// <summary>A received frame; one without a performative is empty.</summary>
internal sealed record RawFrame(ushort Channel, DescribedList? Performative, byte[] Payload);
