using System.Text.Json;
using System.Text.Json.Serialization;
using Amqp1.Json;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests what a caller sees of a reply that it cannot read.</summary>
public sealed class ResultReadingTests : FaultTest
{
    [Fact]
    public void A_result_of_another_type_is_described_in_the_words_of_Python()
    {
        var failed = Should.Throw<MessagingException>(() => Read<int>("\"x\""));

        failed.Message.ShouldBe("The result of get cannot be read as Int32: int expected, not str.");
        failed.InnerException.ShouldBeOfType<JsonException>();
    }

    [Fact]
    public void A_result_whose_discriminator_is_missing_is_described_as_well() =>
        Should.Throw<MessagingException>(() => Read<Device>("{}")).Message
            .ShouldBe("The result of get cannot be read as Device: '$type' is missing; it must come first and be one of 'drive'.");

    [Fact]
    public void A_type_that_can_never_be_created_is_an_error_of_the_caller() => Should.Throw<NotSupportedException>(() => Read<Abstract>("{}"));

    [Fact]
    public void A_result_that_fits_is_read()
    {
        Read<int>("7").ShouldBe(7);
        Read<string>("null").ShouldBeNull();
    }

    [Fact]
    public async Task A_reply_that_is_not_one_fails_its_call_with_the_name_of_the_method()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);
        var call = driver.Client().CallAsync<string>("get", Echo("x"), Limit);
        var request = await peer.TransferAsync(static _ => true, Limit);

        peer.Deliver(peer.Links(link => link.IsReplyLink).Single(), PeerMessages.Reply(request.MessageId, "[1]"));

        var failed = await Should.ThrowAsync<MessagingException>(call);
        failed.Message.ShouldStartWith("The reply to get cannot be read: ");
        failed.InnerException.ShouldBeOfType<WireFormatException>();
    }

    private static T? Read<T>(string json) => ReplyReader.ReadResult<T>(MessagingJson.Default, "get", Wire.WireBytes.Utf8(json));

    [JsonDerivedType(typeof(Drive), "drive")]
    private abstract record Device;

    private sealed record Drive : Device;

    private abstract record Abstract
    {
        public int Size { get; init; }
    }
}
