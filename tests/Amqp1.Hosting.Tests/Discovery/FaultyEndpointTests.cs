using Amqp1.Hosting.Discovery;

namespace Amqp1.Hosting.Tests.Discovery;

public sealed class FaultyEndpointTests
{
    public static TheoryData<Type, string> Mistakes => new()
    {
        { typeof(Faulty.Overloads), "has several methods with the wire name 'build' (Build, BuildAsync)" },
        { typeof(Faulty.RefParameter), "RefParameter.Build takes 'count' by reference" },
        { typeof(Faulty.OutParameter), "OutParameter.Build takes 'count' by reference" },
        { typeof(Faulty.SpanParameter), "SpanParameter.Build takes 'text' by reference" },
        { typeof(Faulty.GenericMethod), "GenericMethod.Build is generic" },
        { typeof(Faulty.StreamResult), "StreamResult.Build returns System.Collections.Generic.IAsyncEnumerable" },
        { typeof(Faulty.PrivateName), "PrivateName.Build has the wire name '_build'" },
        { typeof(Faulty.NoMethods), "NoMethods has no public methods" },
        { typeof(Faulty.BadVersion), "BadVersion: [RpcEndpoint] has version 'one', must be major.minor" },
        { typeof(Faulty.NoTopic), "NoTopic: [RpcEndpoint] has no topic" },
        { typeof(Faulty.Abstract), "Abstract is abstract or static" },
        { typeof(Faulty.SameArgument), "SameArgument.Build has several parameters with the wire name 'instance_id'" },
        { typeof(Faulty.NoHandlers), "NoHandlers has no methods with [NotificationHandler]" },
        { typeof(Faulty.BadFilter), "BadFilter: [NotificationEndpoint] has a filter that is no regular expression" },
        { typeof(Faulty.TwoHandlers), "TwoHandlers has several handlers for priority Info" },
        { typeof(Faulty.OtherParameters), "OtherParameters.On must take a Notification<T>" },
        { typeof(Faulty.OtherResult), "OtherResult.On returns System.Int32" },
        { typeof(Faulty.PrivateHandler), "PrivateHandler.On has [NotificationHandler] and must be a public method" },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void A_mistake_is_refused_by_the_name_of_class_and_method(Type endpoint, string message)
    {
        var refused = Should.Throw<InvalidEndpointException>(() => new ReflectedEndpoints(() => [endpoint]).Load(MessagingJson.Default));

        refused.Errors.ShouldHaveSingleItem().ShouldContain(message);
    }

    [Fact]
    public void All_mistakes_are_reported_together()
    {
        var endpoints = new ReflectedEndpoints(() => [typeof(Faulty.NoTopic), typeof(Faulty.GenericMethod), typeof(Faulty.BadFilter)]);

        Should.Throw<InvalidEndpointException>(() => endpoints.Load(MessagingJson.Default)).Errors.Count.ShouldBe(3);
    }
}
