using System.Reflection;
using Amqp;
using Amqp.Framing;
using Amqp1.Transport;

namespace Amqp1.Core.Tests.Transport;

/// <summary>The members of AMQPNetLite that are not public and that this driver uses, whose names only a test can check.</summary>
public sealed class LibraryInternalsTests
{
    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;

    [Theory]
    [InlineData(typeof(Connection), "remoteSessions", typeof(Session[]))]
    [InlineData(typeof(Session), "remoteLinks", typeof(Link[]))]
    [InlineData(typeof(Session), "outgoingWindow", typeof(uint))]
    [InlineData(typeof(Session), "lockObject", typeof(object))]
    [InlineData(typeof(Link), "lockObject", typeof(object))]
    [InlineData(typeof(SenderLink), "credit", typeof(int))]
    [InlineData(typeof(ReceiverLink), "credit", typeof(int))]
    [InlineData(typeof(ReceiverLink), "drain", typeof(bool))]
    public void Fields_exist_with_their_types(Type owner, string name, Type type) => owner.GetField(name, Private)!.FieldType.ShouldBe(type);

    [Theory]
    [InlineData(typeof(Session), "incomingDeliveryId")]
    [InlineData(typeof(SenderLink), "deliveryCount")]
    public void Sequence_numbers_exist(Type owner, string name)
    {
        var type = owner.GetField(name, Private)!.FieldType;

        type.FullName.ShouldBe("Amqp.SequenceNumber");
        type.GetField("sequenceNumber", Private)!.FieldType.ShouldBe(typeof(int));
    }

    [Fact]
    public void Methods_exist_with_their_signatures()
    {
        typeof(Session).GetMethod("SendFlow", Private, [typeof(Flow), typeof(Link)])!.ReturnType.ShouldBe(typeof(void));
        typeof(Session).GetProperty("Channel", Private)!.PropertyType.ShouldBe(typeof(ushort));
    }
}
