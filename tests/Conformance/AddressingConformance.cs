using Amqp;
using Amqp1.Configuration;
using Amqp1.Conformance.Tests.Harness;
using Amqp1.Notifications;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of the addresses to which messages are sent.</summary>
public abstract class AddressingConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    [Fact]
    [Trait("Conformance", "39")]
    [Trait("Conformance", "40")]
    [Trait("Conformance", "42")]
    public async Task What_is_sent_arrives_at_the_addresses_that_go_with_the_product()
    {
        var here = await ConnectAsync();
        var raw = await ConnectRawAsync();
        var isLegacy = Intermediary.AddressingMode == "legacy" || here.Transport.Status.Product is null or "qpid-cpp";
        here.Transport.Status.AddressMode.ShouldBe(isLegacy ? "legacy" : "routable");
        string[] addresses = isLegacy
            ? [$"unicast.openstack.{Topic}", $"exclusive.openstack.{Topic}.server", $"broadcast.openstack.{Topic}.all", $"unicast.openstack.{Topic}.info"]
            :
            [
                $"openstack.org/om/rpc/anycast/openstack/{Topic}", $"openstack.org/om/rpc/unicast/openstack/{Topic}/server",
                $"openstack.org/om/rpc/multicast/openstack/{Topic}", $"openstack.org/om/notify/anycast/openstack/{Topic}.info",
            ];
        var links = new List<ReceiverLink>();
        foreach (var address in addresses)
        {
            links.Add(await raw.ListenAsync(address));
        }

        Task[] sent =
        [
            here.Client(Topic).CastAsync("shared", cancel: Limit),
            here.Client(Topic, "server").CastAsync("directed", cancel: Limit),
            here.Client(Topic).FanoutAsync("all", cancel: Limit),
            here.Notifier(Topic).InfoAsync("event", null, cancel: Limit),
        ];

        string[] contents = ["\"shared\"", "\"directed\"", "\"all\"", "event"];
        for (var i = 0; i < links.Count; i++)
        {
            var message = await RawPeer.ReceiveAsync(links[i]);
            links[i].Accept(message);
            message.Properties.To.ShouldBe(addresses[i]);
            message.Body.ShouldBeOfType<string>().ShouldContain(contents[i]);
        }

        await Task.WhenAll(sent);
    }

    [Fact]
    [Trait("Conformance", "41")]
    public async Task Services_of_different_configured_exchanges_do_not_hear_each_other()
    {
        Assert.SkipUnless(Intermediary.UsesAmqp1Format, NamesQueuesByTopic);
        var (first, second) = (Answering("first"), Answering("second"));
        foreach (var (exchange, endpoint, name) in new[] { ("e1", first, "first"), ("e2", second, "second") })
        {
            var both = await ConnectAsync(options => options.ControlExchange = exchange);
            await both.ServeAsync(endpoint, Topic, Limit);
            (await both.Client(Topic).CallAsync<string>("echo", cancel: Limit)).ShouldBe(name);
            await both.Client(Topic).FanoutAsync("echo", Echo(name), Limit);
            await endpoint.Requests.FirstAsync<string>(data => data == name, Limit);
        }

        first.Requests.Count<string>(data => data == "second").ShouldBe(0);
    }

    [Fact]
    [Trait("Conformance", "57")]
    [Trait("Conformance", "58")]
    public async Task Virtual_hosts_do_not_hear_each_other()
    {
        string[] hosts = ["", "HOSTA", "HOSTB", "HOSTC"];
        var endpoints = hosts.Select(host => new TestEndpoint((_, data) => Task.FromResult(host + data))).ToArray();
        var participants = new List<Participant>();
        foreach (var (host, endpoint) in hosts.Zip(endpoints))
        {
            var participant = await ConnectAsync(vhost: host);
            await participant.ServeAsync(endpoint, Topic, Limit);
            participants.Add(participant);
        }

        for (var i = 0; i < 3; i++)
        {
            (await participants[i].Client(Topic).CallAsync<string>("echo", Echo($"call-{i}"), Limit)).ShouldBe($"{hosts[i]}call-{i}");
            await participants[i].Client(Topic).FanoutAsync("echo", Echo($"all-{i}"), Limit);
            (await endpoints[i].Requests.ReachAsync<string>(2, cancel: Limit)).ShouldBe([$"call-{i}", $"all-{i}"]);
        }

        endpoints.Select(endpoint => endpoint.Requests.Count<string>()).ShouldBe([2, 2, 2, 0]);
    }
}
