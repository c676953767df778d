using Amqp1.Broker.Context;

namespace Amqp1.Embedded.Tests;

/// <summary>Entities that are read while others come and go.</summary>
public sealed class RegistryTests
{
    [Fact]
    public void Entities_are_read_in_the_order_of_their_numbers_while_others_are_removed_and_added()
    {
        var registry = new Registry<string>();
        string[] names = ["a", "b", "c", "d", "e"];
        Array.ForEach(names, registry.Add);
        using var reading = registry.Read().GetEnumerator();
        reading.MoveNext().ShouldBeTrue();
        reading.Current.ShouldBe(new Registered<string>(1, "a"));

        registry.Remove(names[0]);
        registry.Remove(names[1]);
        registry.Remove(names[2]);
        registry.Add("f");

        var rest = new List<string>();
        while (reading.MoveNext())
        {
            rest.Add($"{reading.Current.Number}{reading.Current.Entity}");
        }

        rest.ShouldBe(["4d", "5e", "6f"]);
        registry.Count.ShouldBe(3);
        registry.NumberOf(names[3]).ShouldBe(4);
        registry.NumberOf(names[0]).ShouldBe(0);
        registry.Remove(names[0]);
        registry.Count.ShouldBe(3);
    }

    [Fact]
    public void Two_readers_do_not_disturb_each_other_and_end_when_all_entities_are_removed()
    {
        var registry = new Registry<string>();
        string[] names = ["a", "b", "c"];
        Array.ForEach(names, registry.Add);
        using var first = registry.Read().GetEnumerator();
        using var second = registry.Read().GetEnumerator();
        first.MoveNext().ShouldBeTrue();
        second.MoveNext().ShouldBeTrue();
        second.MoveNext().ShouldBeTrue();

        Array.ForEach(names, registry.Remove);

        first.MoveNext().ShouldBeFalse();
        second.MoveNext().ShouldBeFalse();
        registry.Read().ShouldBeEmpty();
    }
}
