using System.Reflection;
using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp1.Transport;

namespace Amqp1.Core.Tests.Transport;

/// <summary>
/// Tests that the non-public members of AMQPNetLite that this driver uses exist, because the compiler does not check their names.
/// </summary>
public sealed class LibraryInternalsTests
{
    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>Checks that no other file has an accessor, so that the list in this file is complete.</summary>
    [Fact]
    public void All_accessors_stand_in_one_class()
    {
        var accessors = typeof(MessagingTransport).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(Private | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<UnsafeAccessorAttribute>() is not null)
            .ToArray();

        accessors.ShouldNotBeEmpty();
        accessors.Select(method => method.DeclaringType).Distinct().ShouldBe([typeof(LibraryInternals)]);
    }

    /// <summary>
    /// Checks that every accessor names a member of the class of its first parameter, so that no accessor is without a test.
    /// </summary>
    [Fact]
    public void Every_accessor_names_an_existing_member()
    {
        foreach (var method in typeof(LibraryInternals).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (method.GetCustomAttribute<UnsafeAccessorAttribute>() is not { } accessor)
            {
                continue;
            }

            var parameters = method.GetParameters();
            if (accessor.Kind == UnsafeAccessorKind.Constructor)
            {
                TypeOf(method.ReturnParameter).GetConstructor(Private, [.. parameters.Select(TypeOf)]).ShouldNotBeNull();
            }
            else
            {
                TypeOf(parameters[0]).GetMember(accessor.Name!, Private | BindingFlags.Public).ShouldHaveSingleItem(accessor.Name);
            }
        }
    }

    [Theory]
    [InlineData(typeof(Connection), "remoteSessions", typeof(Session[]))]
    [InlineData(typeof(Connection), "writer", typeof(ITransport))]
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
    public void A_sender_has_a_queue_with_a_first_delivery()
    {
        var type = typeof(SenderLink).GetField("outgoingList", Private)!.FieldType;

        type.FullName.ShouldBe("Amqp.LinkedList");
        type.GetProperty("First")!.PropertyType.IsAssignableFrom(typeof(Message).GetProperty("Delivery", Private)!.PropertyType).ShouldBeTrue();
    }

    [Fact]
    public void A_delivery_has_the_buffer_of_its_message() =>
        typeof(Message).GetProperty("Delivery", Private)!.PropertyType.GetField("Buffer")!.FieldType.ShouldBe(typeof(ByteBuffer));

    [Fact]
    public void Methods_exist_with_their_signatures()
    {
        typeof(Session).GetMethod("SendFlow", Private, [typeof(Flow), typeof(Link)])!.ReturnType.ShouldBe(typeof(void));
        typeof(Session).GetProperty("Channel", Private)!.PropertyType.ShouldBe(typeof(ushort));
        typeof(ByteBuffer).GetMethod("ReleaseReference", Private, Type.EmptyTypes)!.ReturnType.ShouldBe(typeof(void));
        typeof(Message).GetProperty("Delivery", Private)!.PropertyType.FullName.ShouldBe("Amqp.Delivery");
        typeof(IDelivery).IsAssignableFrom(typeof(Message).GetProperty("Delivery", Private)!.PropertyType).ShouldBeTrue();
    }

    private static Type TypeOf(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<UnsafeAccessorTypeAttribute>() is { } attribute ? Type.GetType(attribute.TypeName, throwOnError: true)! : parameter.ParameterType;
}
