using Amqp1.Dialects;
using Amqp1.Notifications;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of the filter rule of docs/spec/behaviour.md#listeners.</summary>
public sealed class NotificationFilterTests
{
    private static readonly NotificationMessage Message = new(
        "id-1",
        "compute.host-7",
        "compute.instance.create.end",
        "INFO",
        """{"state":"active","count":3,"nested":{"state":"x"}}"""u8.ToArray(),
        "2026-01-02 03:04:05",
        """{"user":"alice","roles":["admin"]}"""u8.ToArray());

    [Theory]
    [InlineData("compute.host-7", true)]
    [InlineData("compute", true)]
    [InlineData("compute\\.host-\\d", true)]
    [InlineData("", true)]
    [InlineData(".*host", true)]
    [InlineData("compute$", false)]
    [InlineData("host", false)]
    [InlineData("Compute", false)]
    [InlineData("(?i)Compute", true)]
    [InlineData("volume|compute", true)]
    [InlineData("volume|host", false)]
    public void A_pattern_must_match_from_the_start_and_need_not_reach_the_end(string pattern, bool matches)
    {
        new NotificationFilter(publisherId: pattern).Matches(Message).ShouldBe(matches);
        new NotificationFilter(eventType: pattern).Matches(Message with { EventType = Message.PublisherId }).ShouldBe(matches);
    }

    [Fact]
    public void A_value_that_its_sender_gave_another_type_than_text_matches_no_pattern()
    {
        var numbers = new NotificationMessage("1", "2", "3", "INFO", "{}"u8.ToArray(), "4", "{}"u8.ToArray(), Enum.GetValues<NotificationFields>().Aggregate((all, field) => all | field));

        new NotificationFilter(publisherId: "").Matches(numbers).ShouldBeFalse();
        new NotificationFilter(eventType: "").Matches(numbers).ShouldBeFalse();
        new NotificationFilter(metadata: new Dictionary<string, string> { ["message_id"] = "" }).Matches(numbers).ShouldBeFalse();
        new NotificationFilter(metadata: new Dictionary<string, string> { ["timestamp"] = "" }).Matches(numbers).ShouldBeFalse();
        NotificationFilter.Any.Matches(numbers).ShouldBeTrue();
    }

    [Fact]
    public void The_filter_without_patterns_matches_everything() => NotificationFilter.Any.Matches(Message).ShouldBeTrue();

    [Theory]
    [InlineData("state", "act", true)]
    [InlineData("state", "tive", false)]
    [InlineData("missing", ".*", false)]
    [InlineData("count", ".*", false)]
    [InlineData("nested", ".*", false)]
    public void A_payload_entry_must_be_there_be_text_and_match(string key, string pattern, bool matches) =>
        new NotificationFilter(payload: One(key, pattern)).Matches(Message).ShouldBe(matches);

    [Theory]
    [InlineData("user", "ali", true)]
    [InlineData("user", "bob", false)]
    [InlineData("roles", ".*", false)]
    public void A_context_entry_must_be_there_be_text_and_match(string key, string pattern, bool matches) =>
        new NotificationFilter(context: One(key, pattern)).Matches(Message).ShouldBe(matches);

    [Theory]
    [InlineData("message_id", "id-", true)]
    [InlineData("timestamp", "2026-", true)]
    [InlineData("timestamp", "2025-", false)]
    [InlineData("priority", ".*", false)]
    public void Metadata_are_message_id_and_timestamp(string key, string pattern, bool matches) =>
        new NotificationFilter(metadata: One(key, pattern)).Matches(Message).ShouldBe(matches);

    [Fact]
    public void All_given_parts_must_match()
    {
        new NotificationFilter("compute", "compute", One("user", "alice"), One("message_id", "id"), One("state", "active")).Matches(Message).ShouldBeTrue();
        new NotificationFilter("compute", "network", One("user", "alice"), One("message_id", "id"), One("state", "active")).Matches(Message).ShouldBeFalse();
        new NotificationFilter("compute", payload: new Dictionary<string, string> { ["state"] = "active", ["count"] = "3" }).Matches(Message).ShouldBeFalse();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[\"state\"]")]
    [InlineData("\"state\"")]
    public void A_payload_that_is_no_object_has_no_entries(string payload) =>
        new NotificationFilter(payload: One("state", ".*")).Matches(Message with { Payload = System.Text.Encoding.UTF8.GetBytes(payload) }).ShouldBeFalse();

    [Fact]
    public void A_payload_as_deep_as_the_wire_allows_can_be_filtered()
    {
        var payload = $$"""{"deep":{{new string('[', 400)}}{{new string(']', 400)}},"state":"active"}""";

        new NotificationFilter(payload: One("state", "active")).Matches(Message with { Payload = System.Text.Encoding.UTF8.GetBytes(payload) }).ShouldBeTrue();
    }

    [Theory]
    [InlineData("(?x) comp  # a comment", true)]
    [InlineData("host|compute", true)]
    [InlineData("c|host)|(?:x", null)]
    [InlineData("^compute", true)]
    [InlineData("(?<=x)compute", false)]
    [InlineData("(com)(pute)\\.host", true)]
    public void A_pattern_means_what_it_means_alone(string pattern, bool? matches)
    {
        if (matches is { } expected)
        {
            new NotificationFilter(publisherId: pattern).Matches(Message).ShouldBe(expected);
        }
        else
        {
            Should.Throw<ArgumentException>(() => new NotificationFilter(publisherId: pattern));
        }
    }

    [Fact]
    public void What_the_sender_left_out_matches_no_pattern_and_an_empty_text_does()
    {
        var bare = Message with { MessageId = null, PublisherId = null, EventType = null, Timestamp = null };
        var empty = Message with { MessageId = "", PublisherId = "", EventType = "", Timestamp = "" };
        NotificationFilter[] filters =
        [
            new(publisherId: ".*"), new(eventType: ".*"), new(metadata: One("message_id", ".*")), new(metadata: One("timestamp", ".*")),
        ];

        filters.ShouldAllBe(filter => !filter.Matches(bare));
        filters.ShouldAllBe(filter => filter.Matches(empty));
        NotificationFilter.Any.Matches(bare).ShouldBeTrue();
    }

    [Fact]
    public void A_pattern_that_is_no_regular_expression_is_refused() => Should.Throw<ArgumentException>(() => new NotificationFilter(publisherId: "("));

    private static Dictionary<string, string> One(string key, string pattern) => new() { [key] = pattern };
}
