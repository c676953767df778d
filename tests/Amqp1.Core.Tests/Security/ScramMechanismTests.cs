using System.Text;
using Amqp1.Transport;
using Amqp1.Transport.Sasl;

namespace Amqp1.Core.Tests.Security;

public sealed class ScramMechanismTests
{
    private const string Nonce = "rOprNGfwEbeRWgbNEkqO";
    private const string ServerFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private const string ServerFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    [Fact]
    public void The_example_of_rfc_7677_comes_out_as_printed()
    {
        var scram = Sha256();

        Text(scram.Start()).ShouldBe($"n,,n=user,r={Nonce}");
        Text(scram.Respond(Bytes(ServerFirst))).ShouldBe(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        scram.Respond(Bytes(ServerFinal)).ShouldBeEmpty();
        scram.Complete(default);
    }

    [Fact]
    public void The_example_of_rfc_5802_comes_out_as_printed_with_the_signature_in_the_outcome()
    {
        var scram = new ScramMechanism(ScramHash.Sha1, "user", "pencil", "fyko+d2lbbFgONRv9qkxdawL");

        Text(scram.Start()).ShouldBe("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        Text(scram.Respond(Bytes("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"))).ShouldBe(
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
        scram.Complete(Bytes("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
    }

    [Theory]
    [InlineData("")]
    [InlineData("v=")]
    [InlineData("v=AAAA")]
    [InlineData("e=other-error")]
    [InlineData("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    public void A_server_that_does_not_prove_itself_is_refused_even_when_it_says_ok(string final)
    {
        var scram = Sha256();
        scram.Start();
        scram.Respond(Bytes(ServerFirst));

        Should.Throw<SaslException>(() => scram.Complete(Bytes(final)));
    }

    [Fact]
    public void An_outcome_before_any_challenge_proves_nothing()
    {
        var scram = Sha256();
        scram.Start();

        Should.Throw<SaslException>(() => scram.Complete(Bytes(ServerFinal)));
    }

    [Theory]
    [InlineData("r=other,s=QSXCR+Q6sek8bf92,i=4096")]
    [InlineData($"r={Nonce},s=QSXCR+Q6sek8bf92,i=4096")]
    [InlineData($"r={Nonce}x,s=,i=4096")]
    [InlineData($"r={Nonce}x,s=!,i=4096")]
    [InlineData($"r={Nonce}x,s=QSXCR+Q6sek8bf92,i=0")]
    [InlineData($"r={Nonce}x,s=QSXCR+Q6sek8bf92,i=1")]
    [InlineData($"r={Nonce}x,s=QSXCR+Q6sek8bf92,i=4095")]
    [InlineData($"r={Nonce}x,s=QSXCR+Q6sek8bf92,i=-1")]
    [InlineData($"r={Nonce}x,s=QSXCR+Q6sek8bf92,i=10000001")]
    [InlineData($"r={Nonce}x,s=QSXCR+Q6sek8bf92,i=99999999999")]
    [InlineData($"m=ext,r={Nonce}x,s=QSXCR+Q6sek8bf92,i=4096")]
    [InlineData("e=unknown-user")]
    [InlineData("")]
    public void A_first_message_that_breaks_the_rules_is_refused_without_a_proof_and_without_secrets(string first)
    {
        var scram = Sha256();
        scram.Start();

        Should.Throw<SaslException>(() => scram.Respond(Bytes(first))).Message.ShouldNotContain("pencil");
    }

    [Fact]
    public void What_separates_attributes_is_escaped_in_a_user_name()
    {
        var scram = new ScramMechanism(ScramHash.Sha256, "a,b=c", "p", "n");

        Text(scram.Start()).ShouldBe("n,,n=a=2Cb=3Dc,r=n");
        ScramMessage.Unescape("a=2Cb=3Dc").ShouldBe("a,b=c");
        ScramMessage.Unescape("a=b").ShouldBeNull();
    }

    [Fact]
    public void Soft_hyphens_vanish_and_wide_blanks_are_blanks()
    {
        SaslPrep.Prepare("I\u00adX\u3000y", "text").ShouldBe("IX y");
        Should.Throw<SaslException>(() => SaslPrep.Prepare("secret\u0007", "password")).Message.ShouldNotContain("secret");
    }

    private static ScramMechanism Sha256() => new(ScramHash.Sha256, "user", "pencil", Nonce);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
