using Amqp1.Addressing;
using Amqp1.Dialects.OsloAmqp1;
using CsCheck;

namespace Amqp1.Core.Tests.Addressing;

/// <summary>
/// Tests of the receivers that a message reaches, for names without the separator. A name that contains the separator can be equal to
/// another address, as in Python, because neither side escapes it.
/// </summary>
public sealed class AddressProperties
{
    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.OneOfConst("a", "b", "all", "nova", "rpc", "unicast", "multicast"),
        Gen.Char["abc-_:@ é"].Array[1, 4].Select(c => new string(c)));

    private static readonly Gen<Destination> Any = Gen.Select(
        Gen.OneOfConst(ServiceKind.Rpc, ServiceKind.Notification), Name.Null(), Name, Name.Null(), Gen.Bool,
        (service, exchange, topic, server, fanout) =>
            Destination.For(service, new Target { Exchange = exchange, Topic = topic, Server = server, Fanout = fanout }));

    private static readonly Gen<AddressSettings> Settings = Name.Null().Select(virtualHost => new AddressSettings { VirtualHost = virtualHost, DefaultExchange = "default" });

    [Fact]
    public void Routable_addresses_are_the_same_for_the_same_destination_only() => Gen.Select(Any, Any, Settings).Sample(
        (one, other, settings) =>
        {
            var syntax = new RoutableSyntax(settings);
            (syntax.AddressOf(one) == syntax.AddressOf(other)).ShouldBe(Reaches(one, settings) == Reaches(other, settings));
        },
        iter: 30_000);

    [Fact]
    public void Legacy_addresses_tell_the_same_but_for_the_service() => Gen.Select(Any, Any, Settings).Sample(
        (one, other, settings) =>
        {
            var syntax = new LegacySyntax(settings);
            var same = Reaches(one, settings) with { Service = default } == Reaches(other, settings) with { Service = default };
            (syntax.AddressOf(one) == syntax.AddressOf(other)).ShouldBe(same);
        },
        iter: 30_000);

    [Fact]
    public void Virtual_hosts_do_not_meet() => Gen.Select(Any, Name, Name).Where((_, one, other) => one != other).Sample(
        (destination, one, other) =>
        {
            foreach (var make in new Func<AddressSettings, IAddressSyntax>[] { settings => new LegacySyntax(settings), settings => new RoutableSyntax(settings) })
            {
                make(new AddressSettings { VirtualHost = one }).AddressOf(destination)
                    .ShouldNotBe(make(new AddressSettings { VirtualHost = other }).AddressOf(destination));
            }
        },
        iter: 10_000);

    [Fact]
    public void The_parts_of_a_routable_address_can_be_read_back() => Gen.Select(Any, Name).Sample(
        (destination, virtualHost) =>
        {
            var settings = new AddressSettings { VirtualHost = virtualHost, DefaultExchange = "default" };
            var address = new RoutableSyntax(settings).AddressOf(destination);
            var prefix = destination.Service == ServiceKind.Rpc ? settings.RpcAddressPrefix : settings.NotifyAddressPrefix;
            address.ShouldStartWith(prefix + "/");
            var reached = Reaches(destination, settings);
            string[] expected = reached.Server is { } server ? [virtualHost, reached.Exchange, reached.Topic, server] : [virtualHost, reached.Exchange, reached.Topic];
            address[(prefix.Length + 1)..].Split('/')[1..].ShouldBe(expected);
        },
        iter: 10_000);

    [Fact]
    public void Reply_addresses_are_used_word_for_word() => Gen.Select(Gen.String, Settings).Sample(
        (address, settings) =>
        {
            new RoutableSyntax(settings).AddressOf(Destination.ReplyTo(address)).ShouldBe(address);
            new LegacySyntax(settings).AddressOf(Destination.ReplyTo(address)).ShouldBe(address);
        });

    private static Reached Reaches(Destination destination, AddressSettings settings)
    {
        var exchange = destination.Exchange
            ?? AddressParts.NullIfEmpty(destination.Service == ServiceKind.Rpc ? settings.DefaultRpcExchange : settings.DefaultNotificationExchange)
            ?? settings.DefaultExchange!;
        return new Reached(destination.Service, destination.Pattern, exchange, destination.Topic, destination.Server);
    }

    private sealed record Reached(ServiceKind Service, Pattern Pattern, string Exchange, string Topic, string? Server);
}
