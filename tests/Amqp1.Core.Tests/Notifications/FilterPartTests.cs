using Amqp1.Dialects;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests that each part of a filter alone decides against a notification.</summary>
public sealed class FilterPartTests
{
    private static readonly NotificationMessage Message = new(
        "id-1", "compute.host-7", "compute.create", "INFO", """{"state":"active","zone":"a"}"""u8.ToArray(), "2026-01-02 03:04:05", """{"user":"alice","project":"p"}"""u8.ToArray());

    private static readonly Dictionary<string, string> User = new() { ["user"] = "alice", ["project"] = "p" };
    private static readonly Dictionary<string, string> Metadata = new() { ["message_id"] = "id", ["timestamp"] = "2026" };
    private static readonly Dictionary<string, string> State = new() { ["state"] = "active", ["zone"] = "a" };

    [Fact]
    public void A_filter_whose_parts_all_match_matches() => new NotificationFilter("compute", "compute", User, Metadata, State).Matches(Message).ShouldBeTrue();

    [Fact]
    public void One_part_that_does_not_match_is_enough()
    {
        new NotificationFilter("network", "compute", User, Metadata, State).Matches(Message).ShouldBeFalse();
        new NotificationFilter("compute", "network", User, Metadata, State).Matches(Message).ShouldBeFalse();
        new NotificationFilter("compute", "compute", new Dictionary<string, string>(User) { ["project"] = "q" }, Metadata, State).Matches(Message).ShouldBeFalse();
        new NotificationFilter("compute", "compute", User, new Dictionary<string, string>(Metadata) { ["timestamp"] = "2025" }, State).Matches(Message).ShouldBeFalse();
        new NotificationFilter("compute", "compute", User, Metadata, new Dictionary<string, string>(State) { ["zone"] = "b" }).Matches(Message).ShouldBeFalse();
    }

    [Theory]
    [InlineData("compute.*", "INFO", true)]
    [InlineData("network.*", "INFO", false)]
    [InlineData("compute.*", "ERROR", false)]
    [InlineData(null, "ERR*", false)]
    [InlineData(null, "inf?", true)]
    [InlineData("*.create", null, true)]
    [InlineData("*.delete", null, false)]
    [InlineData(null, null, true)]
    public void A_route_accepts_what_its_events_and_priorities_accept(string? events, string? priorities, bool accepts) =>
        new NotificationRoute("log", events is null ? null : [events], priorities is null ? null : ["x", priorities]).Accepts("compute.create", "info").ShouldBe(accepts);
}
