using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of objects that are given to servers and listeners together with their descriptors.</summary>
public sealed class SharedInstancesTests
{
    private static readonly RpcEndpointDescriptor Texts = new(typeof(string), Target.ForTopic("t"), []);

    [Theory]
    [InlineData(7, "of System.Int32")]
    [InlineData(null, "null")]
    public async Task An_object_that_does_not_fit_its_descriptor_is_refused_at_once(object? endpoint, string found)
    {
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1");
        var listened = new NotificationEndpointDescriptor(typeof(string), "t", NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>());

        Should.Throw<ArgumentException>(() => transport.CreateRpcServer(Target.ForTopic("t", "s"), (Texts, endpoint!))).Message
            .ShouldContain($"The descriptor is of System.String, but the object given with it is {found}.");
        Should.Throw<ArgumentException>(() => transport.CreateNotificationListener((listened, endpoint!))).Message.ShouldContain(found);
    }

    [Fact]
    public async Task Two_objects_of_one_class_are_refused()
    {
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1");

        Should.Throw<ArgumentException>(() => transport.CreateRpcServer(Target.ForTopic("t", "s"), (Texts, "a"), (Texts, "b"))).Message
            .ShouldContain("Two objects of System.String");
    }

    [Fact]
    public async Task An_object_of_a_derived_class_and_one_object_for_two_descriptors_are_taken()
    {
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1");
        var descriptor = new RpcEndpointDescriptor(typeof(Exception), Target.ForTopic("t"), []);
        var endpoint = new InvalidOperationException();

        Should.NotThrow(() => transport.CreateRpcServer(Target.ForTopic("t", "s"), (descriptor, endpoint), (descriptor, endpoint)));
    }
}
