using System.Text.RegularExpressions;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Bus;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Transport;

namespace Amqp1.Core.Tests.Bus.Connections;

/// <summary>Tests of the Open of docs/spec/connection.md#open.</summary>
public sealed partial class ConnectionOpenerTests
{
    private static readonly BusSettings Settings = new() { Dialects = new Amqp1Dialects(new AddressSettings()), Hosts = [new PeerHost("tcp-host.example", 5672)] };

    [Fact]
    public void The_container_id_has_upstreams_form_and_is_another_one_each_time()
    {
        var ids = Enumerable.Range(0, 3).Select(_ => ConnectionOpener.CreateOpen(Settings).ContainerId).ToArray();

        ids.ShouldAllBe(id => ContainerIdForm().IsMatch(id));
        ids.ShouldAllBe(id => id.StartsWith($"openstack.org/om/container/{Environment.MachineName}/{ContainerId.Command}/{Environment.ProcessId}/", StringComparison.Ordinal));
        ids.ShouldBeUnique();
    }

    [Fact]
    public void A_configured_container_name_is_used_word_for_word() =>
        ConnectionOpener.CreateOpen(Settings with { ContainerName = "my name" }).ContainerId.ShouldBe("my name");

    [Fact]
    public void On_the_wire_the_hostname_is_absent_and_the_properties_have_upstreams_types()
    {
        var fields = Encoded(Settings);

        fields[1].ShouldBeNull();
        fields[3].ShouldBe((ushort)32767);
        fields.Count.ShouldBe(10);
        fields[4].ShouldBeNull();
        new[] { 5, 6, 7, 8 }.ShouldAllBe(i => fields[i] == null);
        var properties = fields[9].ShouldBeOfType<Map>();
        properties.Keys.ShouldBe([new Symbol("process"), new Symbol("pid"), new Symbol("node")], ignoreOrder: true);
        properties[new Symbol("process")].ShouldBe(ContainerId.Command);
        properties[new Symbol("pid")].ShouldBe((long)Environment.ProcessId);
        properties[new Symbol("node")].ShouldBe(Environment.MachineName);
    }

    [Fact]
    public void The_virtual_host_is_the_hostname_when_it_is_not_part_of_the_addresses() =>
        Encoded(Settings with { OpenHostname = "vh1" })[1].ShouldBe("vh1");

    [Theory]
    [InlineData(20, 10_000u)]
    [InlineData(1, 500u)]
    public void Half_of_the_idle_timeout_is_announced(int seconds, uint announced) =>
        Encoded(Settings with { IdleTimeout = TimeSpan.FromSeconds(seconds) })[4].ShouldBe(announced);

    private static List Encoded(BusSettings settings)
    {
        var open = ConnectionOpener.CreateOpen(settings);
        var buffer = new ByteBuffer(512, autoGrow: true);
        Encoder.WriteObject(buffer, open);
        buffer.Buffer.AsSpan(buffer.Offset, 3).ToArray().ShouldBe([0x00, 0x53, 0x10]);
        buffer.Complete(3);
        return Encoder.ReadObject(buffer).ShouldBeOfType<List>();
    }

    [GeneratedRegex("^openstack\\.org/om/container/[^/]+/[^/]+/[0-9]+/[0-9a-f]{32}$")]
    private static partial Regex ContainerIdForm();
}
