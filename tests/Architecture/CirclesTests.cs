namespace Amqp1.Architecture.Tests;

public sealed class CirclesTests
{
    [Fact]
    public void A_circle_is_found_once_and_in_order() =>
        Circles.In(Arrows("a b", "b c", "c a", "c d")).Select(circle => string.Join(' ', circle)).ShouldBe(["a b c a"]);

    [Fact]
    public void Two_rooms_that_know_each_other_are_a_circle() =>
        Circles.In(Arrows("a b", "b a")).Select(circle => string.Join(' ', circle)).ShouldBe(["a b a"]);

    [Fact]
    public void A_tree_has_no_circle() => Circles.In(Arrows("a b", "a c", "b c")).ShouldBeEmpty();

    private static ILookup<string, string> Arrows(params string[] arrows) => arrows.Select(arrow => arrow.Split(' ')).ToLookup(arrow => arrow[0], arrow => arrow[1]);
}
