using Amqp1.Addressing;

namespace Amqp1.Core.Tests.Addressing;

/// <summary>Tests of destinations: what they consist of, which are equal, and how logs name them.</summary>
public sealed class DestinationTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_target_without_a_topic_has_no_destination(string? topic)
    {
        var target = new Target { Topic = topic!, Server = "s" };

        var refused = Should.Throw<InvalidTargetException>(() => Destination.For(ServiceKind.Rpc, target));

        refused.Message.ShouldContain("A server's topic must be specified");
        refused.Target.ShouldBe(target);
    }

    [Fact]
    public void A_target_with_a_topic_only_is_shared()
    {
        var shared = Destination.For(ServiceKind.Notification, new Target { Topic = "t" });

        shared.Service.ShouldBe(ServiceKind.Notification);
        shared.Pattern.ShouldBe(Pattern.Shared);
        (shared.Exchange, shared.Topic, shared.Server, shared.ReplyAddress, shared.Pool).ShouldBe((null, "t", null, null, null));
    }

    [Fact]
    public void Empty_parts_are_parts_that_are_not_set()
    {
        var plain = Destination.For(ServiceKind.Rpc, new Target { Topic = "t" });

        Destination.For(ServiceKind.Rpc, new Target { Topic = "t", Server = "", Exchange = "" }).ShouldBe(plain);
    }

    [Fact]
    public void A_server_takes_precedence_over_shared_and_fanout_over_a_server()
    {
        var target = new Target { Exchange = "e", Topic = "t", Server = "s" };

        var server = Destination.For(ServiceKind.Rpc, target);
        var fanout = Destination.For(ServiceKind.Rpc, target with { Fanout = true });

        (server.Pattern, server.Exchange, server.Server).ShouldBe((Pattern.Server, "e", "s"));
        (fanout.Pattern, fanout.Exchange, fanout.Server).ShouldBe((Pattern.Fanout, "e", null));
    }

    [Fact]
    public void A_reply_address_is_used_unchanged()
    {
        var reply = Destination.ReplyTo("/temp.42/x");

        reply.ReplyAddress.ShouldBe("/temp.42/x");
        (reply.Service, reply.Pattern, reply.Exchange, reply.Topic, reply.Server).ShouldBe((ServiceKind.Rpc, Pattern.Server, null, "", null));
        reply.ShouldNotBe(Destination.ReplyTo("/temp.42/y"));
    }

    [Fact]
    public void The_destination_of_a_stream_is_its_reply_address_and_says_so()
    {
        var stream = Destination.StreamTo("/temp.42/x");

        (stream.Service, stream.Pattern, stream.Topic, stream.ReplyAddress, stream.IsStream).ShouldBe((ServiceKind.Rpc, Pattern.Stream, "", "/temp.42/x", true));
        Destination.ReplyTo("/temp.42/x").IsStream.ShouldBeFalse();
    }

    [Fact]
    public void A_server_listens_at_its_own_address_with_all_others_and_at_the_shared_one()
    {
        var destinations = Destination.OfRpcServer(new Target { Exchange = "e", Topic = "t", Server = "s", Fanout = true });

        destinations.Select(destination => destination.ToString()).ShouldBe(["rpc/e/t/s", "rpc/e/t/all", "rpc/e/t"]);
        destinations.Select(destination => destination.Pattern).ShouldBe([Pattern.Server, Pattern.Fanout, Pattern.Shared]);
    }

    [Fact]
    public void Cancellations_go_to_all_servers_of_a_topic_of_their_own()
    {
        var cancellations = Destination.OfCancellations(Destination.For(ServiceKind.Rpc, new Target { Exchange = "e", Topic = "t", Server = "s" }));

        (cancellations.Service, cancellations.Pattern, cancellations.Server).ShouldBe((ServiceKind.Rpc, Pattern.Fanout, null));
        cancellations.IsOfCancellations.ShouldBeTrue();
        Destination.For(ServiceKind.Rpc, new Target { Topic = "t", Fanout = true }).IsOfCancellations.ShouldBeFalse();
        cancellations.ToString().ShouldBe("rpc/e/t.amqp1-cancel/all");
    }

    [Fact]
    public void Logs_name_the_parts_that_are_set()
    {
        Destination.For(ServiceKind.Notification, new Target { Topic = "t" }).ToString().ShouldBe("notification/t");
        Destination.For(ServiceKind.Rpc, new Target { Topic = "t", Server = "s" }).ToString().ShouldBe("rpc/t/s");
        Destination.OfListener("notifications.info", "audit").ToString().ShouldBe("notification/notifications.info/audit");
        Destination.OfListener("notifications.info", null).ToString().ShouldBe("notification/notifications.info");
        Destination.ReplyTo("temp.42").ToString().ShouldBe("temp.42");
    }

    [Fact]
    public void Logs_do_not_repeat_control_characters_of_a_peer() =>
        Destination.ReplyTo("temp\n42").ToString().ShouldBe(PeerText.Clean("temp\n42"));
}
