using System.Buffers.Binary;
using System.Text;
using Amqp;
using Amqp.Sasl;
using Amqp.Types;
using Amqp1.Core.Tests.Wire;
using Amqp1.Transport;
using Amqp1.Transport.Sasl;
using CsCheck;

namespace Amqp1.Core.Tests.Transport;

/// <summary>Tests of the negotiation of docs/spec/connection.md#sasl.</summary>
public sealed class SaslNegotiatorTests
{
    private static readonly byte[] Header = WireBytes.Of("'AMQP' 03010000");
    private static readonly PeerHost WithUser = new("h", 5672, "oslo", "secret");
    private static readonly PeerHost WithoutUser = new("h", 5672);

    [Fact]
    public async Task PLAIN_sends_user_and_password_and_no_hostname()
    {
        var stream = Server([.. Offer("PLAIN", "ANONYMOUS"), .. Outcome(SaslCode.Ok), 0xee]);

        await NegotiateAsync(stream, WithUser, new());

        stream.Written.ShouldBe([.. Header, .. WireBytes.Of("00000023 02 01 0000 005341 c016 02 a305 'PLAIN' a00c 00 'oslo' 00 'secret'")]);
        stream.Unread.ShouldBe(1);
    }

    [Fact]
    public async Task ANONYMOUS_is_spoken_when_there_is_no_user()
    {
        var stream = Server([.. Offer("PLAIN", "ANONYMOUS"), .. Outcome(SaslCode.Ok)]);

        await NegotiateAsync(stream, WithoutUser, new());

        stream.Written[Header.Length..].ShouldBe(WireBytes.Of("00000024 02 01 0000 005341 c017 02 a309 'ANONYMOUS' a009 'anonymous'"));
    }

    [Fact]
    public async Task The_answers_may_come_byte_by_byte()
    {
        var stream = new ScriptedStream([.. Header, .. Offer("PLAIN"), .. Outcome(SaslCode.Ok)], 1);

        await NegotiateAsync(stream, WithUser, new());

        stream.Unread.ShouldBe(0);
    }

    [Fact]
    public async Task A_single_mechanism_may_be_offered_without_an_array()
    {
        var offer = WireBytes.Of("00000015 02 01 0000 005340 c008 01 a305 'PLAIN'");
        BinaryPrimitives.WriteInt32BigEndian(offer, offer.Length);

        var stream = Server([.. offer, .. Outcome(SaslCode.Ok)]);
        await NegotiateAsync(stream, WithUser, new());

        stream.Unread.ShouldBe(0);
    }

    [Theory]
    [InlineData(SaslCode.Auth)]
    [InlineData(SaslCode.Sys)]
    [InlineData(SaslCode.SysPerm)]
    [InlineData(SaslCode.SysTemp)]
    public async Task A_refusal_is_told_with_upstreams_condition_and_without_the_password(SaslCode code)
    {
        var refusal = await Should.ThrowAsync<SaslException>(() => NegotiateAsync(Server([.. Offer("PLAIN"), .. Outcome(code)]), WithUser, new()));

        refusal.Message.ShouldContain("amqp:unauthorized-access");
        refusal.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task No_common_mechanism_is_a_refusal_that_names_both_sides()
    {
        var refusal = await Should.ThrowAsync<SaslException>(
            () => NegotiateAsync(Server(Offer("GSSAPI", "SCRAM-SHA-256")), WithUser, new() { Mechanisms = ["PLAIN", "ANONYMOUS"] }));

        refusal.Message.ShouldContain("amqp:unauthorized-access");
        refusal.Message.ShouldContain("GSSAPI SCRAM-SHA-256");
        refusal.Message.ShouldContain("PLAIN ANONYMOUS");
        refusal.Message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("'AMQP' 00010000", "without SASL")]
    [InlineData("'AMQP' 00000901", "AMQP 0-9-1")]
    [InlineData("'HTTP/1.1'", "HTTP")]
    [InlineData("15030300 020228", "TLS")]
    [InlineData("'SSH-2.0-'", "does not speak SASL: it answered 5353482D322E302D")]
    public async Task A_peer_without_SASL_is_told_apart(string answer, string told) => (await Should.ThrowAsync<SaslException>(
        () => NegotiateAsync(new ScriptedStream(WireBytes.Of(answer)), WithUser, new()))).Message.ShouldContain(told);

    [Fact]
    public Task A_challenge_that_PLAIN_does_not_have_is_a_refusal() => Should.ThrowAsync<SaslException>(() => NegotiateAsync(
        Server([.. Offer("PLAIN"), .. Frame(new SaslChallenge { Challenge = [1] })]), WithUser, new()));

    [Fact]
    public Task A_success_before_anything_was_asked_is_refused() =>
        Should.ThrowAsync<SaslException>(() => NegotiateAsync(Server(Outcome(SaslCode.Ok)), WithUser, new()));

    [Fact]
    public Task A_second_offer_is_refused() =>
        Should.ThrowAsync<SaslException>(() => NegotiateAsync(Server([.. Offer("PLAIN"), .. Offer("PLAIN")]), WithUser, new()));

    [Theory]
    [InlineData("ffffffff 02 01 0000")]
    [InlineData("00000007 02 01 0000")]
    [InlineData("00100000 02 01 0000")]
    [InlineData("0000000c 02 00 0000 00 53 40 45")]
    [InlineData("0000000c 01 01 0000 00 53 40 45")]
    [InlineData("0000000c 04 01 0000 00 53 40 45")]
    [InlineData("0000000c 02 01 0000 00 53 10 45")]
    public Task Frames_that_are_not_of_SASL_are_refused(string frame) =>
        Should.ThrowAsync<SaslException>(() => NegotiateAsync(Server(WireBytes.Of(frame)), WithUser, new()));

    [Fact]
    public Task A_peer_that_hangs_up_is_noticed() =>
        Should.ThrowAsync<IOException>(() => NegotiateAsync(Server([]), WithUser, new()));

    [Fact]
    public Task Garbage_never_passes_for_success() => Gen
        .Select(Gen.Byte.Array[0, 40], Gen.Bool)
        .SampleAsync(
            async (garbage, framed) =>
            {
                byte[] frame = framed ? [0, 0, 0, (byte)(garbage.Length + 8), 2, 1, 0, 0, .. garbage] : garbage;
                var failure = await Should.ThrowAsync<Exception>(() => NegotiateAsync(Server(frame), WithUser, new()));
                failure.ToString().ShouldNotContain("secret");
            },
            iter: 5_000);

    [Theory]
    [InlineData(null, null, null, "ANONYMOUS")]
    [InlineData("joe", "p", null, "SCRAM-SHA-256 SCRAM-SHA-1 PLAIN")]
    [InlineData("joe", "p", "ANONYMOUS", "ANONYMOUS")]
    [InlineData("joe", "p", "plain anonymous", "PLAIN ANONYMOUS")]
    [InlineData("joe", "p", "EXTERNAL", "")]
    [InlineData(null, null, "PLAIN", "")]
    [InlineData("", "p", null, "ANONYMOUS")]
    public void Mechanisms_are_those_that_are_allowed_and_possible(string? user, string? password, string? allowed, string names)
    {
        var security = new SecuritySettings { Mechanisms = allowed?.Split(' ') ?? [] };

        SaslMechanismSet.For(new PeerHost("h", 1, user, password), security)!.Select(mechanism => mechanism.Name)
            .ShouldBe(names.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void There_is_no_SASL_layer_without_user_and_mechanisms_when_it_is_switched_off()
    {
        var security = new SecuritySettings { SaslWithoutUser = false };

        SaslMechanismSet.For(WithoutUser, security).ShouldBeNull();
        SaslMechanismSet.For(WithUser, security).ShouldNotBeNull();
        SaslMechanismSet.For(WithoutUser, security with { Mechanisms = ["ANONYMOUS"] }).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("joe", "R", "\0joe@R\0p")]
    [InlineData("joe@own", "R", "\0joe@own\0p")]
    [InlineData("joe", null, "\0joe\0p")]
    [InlineData("jöe", "", "\0jöe\0p")]
    public void The_default_realm_is_appended_to_users_without_one(string user, string? realm, string response) =>
        Encoding.UTF8.GetString(SaslMechanismSet.For(new PeerHost("h", 1, user, "p"), new() { DefaultRealm = realm })!
            .Single(mechanism => mechanism.Name == "PLAIN").Start()!).ShouldBe(response);

    [Fact]
    public void ANONYMOUS_with_a_user_carries_its_name() => Encoding.UTF8.GetString(
        SaslMechanismSet.For(new PeerHost("h", 1, "joe", "p"), new() { Mechanisms = ["ANONYMOUS"] })!.Single().Start()!).ShouldBe("joe");

    private static Task NegotiateAsync(ScriptedStream stream, PeerHost host, SecuritySettings security) =>
        SaslNegotiator.AuthenticateAsync(stream, SaslMechanismSet.For(host, security)!, TestContext.Current.CancellationToken);

    private static ScriptedStream Server(byte[] frames) => new([.. Header, .. frames]);

    private static byte[] Offer(params string[] mechanisms) =>
        Frame(new SaslMechanisms { SaslServerMechanisms = [.. mechanisms.Select(name => new Symbol(name))] });

    private static byte[] Outcome(SaslCode code) => Frame(new SaslOutcome { Code = code });

    private static byte[] Frame(DescribedList performative)
    {
        var buffer = new ByteBuffer(256, autoGrow: true);
        Amqp.Types.Encoder.WriteObject(buffer, performative);
        byte[] frame = [0, 0, 0, 0, 2, 1, 0, 0, .. buffer.Buffer.AsSpan(buffer.Offset, buffer.Length)];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        return frame;
    }
}
