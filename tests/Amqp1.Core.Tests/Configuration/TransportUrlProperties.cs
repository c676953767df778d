using Amqp1.Configuration;
using CsCheck;

namespace Amqp1.Core.Tests.Configuration;

public sealed class TransportUrlProperties
{
    private static readonly Gen<string> Unicode =
        Gen.OneOf(Gen.Char['\0', '\ud7ff'], Gen.Char['\ue000', '\uffff'], Gen.Char[' ', '~']).Array[0, 12].Select(c => new string(c));

    private static readonly Gen<string> NonEmpty = Unicode.Where(text => text.Length != 0);

    private static readonly Gen<string> HostName = Gen.OneOf(
        Gen.Char["abcXYZ019.-_%"].Array[1, 12].Select(c => new string(c)),
        Gen.OneOfConst("::1", "fe80::1%eth0", "2001:db8::ffff:10.0.0.1"));

    private static readonly Gen<TransportHost> Host =
        Gen.Select(HostName, Gen.Int[1, 65535], NonEmpty.Null(), Unicode.Null(), (host, port, user, password) => new TransportHost(host, port, user, password));

    private static readonly Gen<TransportUrl> Url = Gen.Select(
        Host.Array[1, 4],
        NonEmpty.Null(),
        Gen.Dictionary(Unicode, NonEmpty)[0, 4],
        Gen.Enum<RequestedDialect>(),
        (hosts, virtualHost, query, dialect) => new TransportUrl(hosts, virtualHost, query, dialect));

    [Fact]
    public void Parsing_the_full_text_gives_the_same_url() =>
        Url.Sample(url => TransportUrl.Parse(url.ToUrl()).Equals(url), iter: 20_000);

    [Fact]
    public void Masked_text_is_a_url_with_other_passwords_only() =>
        Url.Sample(
            url =>
            {
                var masked = TransportUrl.Parse(url.ToString());
                masked.VirtualHost.ShouldBe(url.VirtualHost);
                masked.Hosts.Select(host => host with { Password = null }).ShouldBe(url.Hosts.Select(host => host with { Password = null }));
                masked.Hosts.ShouldAllBe(host => host.Password == null || host.Password == "***");
            },
            iter: 5_000);

    [Fact]
    public void Any_text_is_parsed_or_refused() =>
        Gen.OneOf(
                Gen.String,
                Gen.String.Select(tail => "amqp://" + tail),
                Gen.Char["au:@,/?#[]%2Ff+&=1 \ud800ä"].Array[0, 30].Select(c => "amqp://" + new string(c)),
                Gen.Char["au:@,/?#[]%2Ff+&=1 \ud800ä"].Array[0, 30].Select(c => "rabbit+tls://" + new string(c)))
            .Sample(
                text =>
                {
                    TransportUrl url;
                    try
                    {
                        url = TransportUrl.Parse(text);
                    }
                    catch (InvalidTransportUrlException)
                    {
                        return;
                    }

                    TransportUrl.Parse(url.ToUrl()).ShouldBe(url);
                },
                iter: 50_000);
}
