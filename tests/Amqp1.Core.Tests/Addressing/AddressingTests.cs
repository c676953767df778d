using Amqp1.Configuration;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Addressing;

/// <summary>Tests of the addresses that are sent over the wire for each kind of peer and each option.</summary>
public sealed class AddressingTests : FaultTest
{
    [Fact]
    [Trait("Conformance", "39")]
    [Trait("Conformance", "42")]
    public async Task A_router_is_sent_addresses_that_tell_rpc_from_notifications() =>
        (await AddressesAsync("qpid-dispatch-router")).ShouldBe(
        [
            "openstack.org/om/notify/anycast/openstack/topic.error",
            "openstack.org/om/notify/anycast/openstack/topic.info",
            "openstack.org/om/rpc/anycast/openstack/test-topic",
            "openstack.org/om/rpc/multicast/openstack/test-topic",
            "openstack.org/om/rpc/unicast/openstack/test-topic/one",
            "openstack.org/om/rpc/unicast/openstack/test-topic/two",
        ]);

    [Fact]
    [Trait("Conformance", "40")]
    [Trait("Conformance", "42")]
    public async Task A_broker_is_sent_legacy_addresses() =>
        (await AddressesAsync("qpid-cpp")).ShouldBe(
        [
            "broadcast.test-topic.all",
            "exclusive.test-topic.one",
            "exclusive.test-topic.two",
            "unicast.test-topic",
            "unicast.topic.error",
            "unicast.topic.info",
        ]);

    [Fact]
    [Trait("Conformance", "41")]
    public async Task Configured_words_and_exchanges_appear_in_the_addresses() =>
        (await AddressesAsync("router", options =>
        {
            options.Addressing.RpcAddressPrefix = "rpc";
            options.Addressing.NotifyAddressPrefix = "notes";
            options.Addressing.MulticastAddress = "all";
            options.Addressing.UnicastAddress = "one";
            options.Addressing.AnycastAddress = "any";
            options.Addressing.DefaultRpcExchange = "ex-rpc";
            options.Addressing.DefaultNotificationExchange = "ex-notes";
        })).ShouldBe(
        [
            "notes/any/ex-notes/topic.error",
            "notes/any/ex-notes/topic.info",
            "rpc/all/ex-rpc/test-topic",
            "rpc/any/ex-rpc/test-topic",
            "rpc/one/ex-rpc/test-topic/one",
            "rpc/one/ex-rpc/test-topic/two",
        ]);

    [Theory]
    [InlineData(AddressingMode.Routable)]
    [InlineData(AddressingMode.Legacy)]
    [Trait("Conformance", "57")]
    [Trait("Conformance", "58")]
    [Trait("EdgeCase", "11")]
    public async Task Virtual_hosts_on_one_peer_do_not_see_each_other(AddressingMode mode)
    {
        await using var peer = ScriptedPeer.Start();
        string[] hosts = ["", "/HOSTA", "/HOSTB", "/HOSTC"];
        var drivers = hosts.Select(host => Driver.Start(peer.Url + host, options => options.Addressing.Mode = mode)).ToArray();
        try
        {
            var endpoints = hosts.Select(host => new TestEndpoint((_, data) => Task.FromResult(host + data))).ToArray();
            for (var i = 0; i < hosts.Length; i++)
            {
                await drivers[i].ServeAsync(endpoints[i], cancel: Limit);
            }

            for (var i = 0; i < 3; i++)
            {
                (await drivers[i].Client().CallAsync<string>("echo", Echo($"call-{i}"), Limit)).ShouldBe($"{hosts[i]}call-{i}");
                await drivers[i].Client().FanoutAsync("echo", Echo($"all-{i}"), Limit);
                (await endpoints[i].Requests.ReachAsync<string>(2, cancel: Limit)).ShouldBe([$"call-{i}", $"all-{i}"]);
            }

            endpoints.Select(endpoint => endpoint.Requests.Count<string>()).ShouldBe([2, 2, 2, 0]);
        }
        finally
        {
            foreach (var driver in drivers)
            {
                await driver.DisposeAsync();
            }
        }
    }

    private async Task<string[]> AddressesAsync(string product, Action<Amqp1Options>? options = null)
    {
        await using var peer = ScriptedPeer.Start(script => script.Product = product);
        await using var driver = Driver.Start(peer, options);
        await driver.ServeAsync(new TestEndpoint(), "one", cancel: Limit);
        await driver.ServeAsync(new TestEndpoint(), "two", cancel: Limit);
        await driver.ListenAsync(new TestListener("topic"), Limit);
        await driver.Client().CallAsync<string>("echo", Echo("shared"), Limit);
        await driver.Client(server: "one").CallAsync<string>("echo", Echo("directed"), Limit);
        await driver.Client(server: "two").CallAsync<string>("echo", Echo("directed"), Limit);
        await driver.Client().FanoutAsync("echo", Echo("all"), Limit);
        await driver.Notifier("topic").InfoAsync("event", null, cancel: Limit);
        await driver.Notifier("topic").ErrorAsync("event", null, cancel: Limit);
        var receivers = peer.Links(link => !link.ClientSends && !link.IsReplyLink).Select(link => link.Address).Order(StringComparer.Ordinal).ToArray();
        receivers.Length.ShouldBe(8, "three links of each server, and one of each priority");
        receivers = [.. receivers.Distinct()];
        peer.Transfers(transfer => !transfer.To.StartsWith("source-", StringComparison.Ordinal))
            .Select(transfer => transfer.To).Distinct().Order(StringComparer.Ordinal).ShouldBe(receivers);
        return receivers;
    }
}
