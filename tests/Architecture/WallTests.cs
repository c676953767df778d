namespace Amqp1.Architecture.Tests;

/// <summary>
/// Tests that the rooms use only symbols of rooms that they may know. The rooms and their permissions are in <see cref="House"/>.
/// </summary>
public sealed class WallTests
{
    private static readonly ILookup<(Room From, Room To), Arrow> Arrows = SourceTree.Instance.Arrows.ToLookup(arrow => (arrow.From, arrow.To));

    private static readonly HashSet<(Room From, Room To)> Permitted = [.. House.Rooms.SelectMany(entry => entry.Knows.Select(other => (entry.Room, other)))];

    [Fact]
    public void Every_name_in_the_source_is_bound_to_its_symbol()
    {
        SourceTree.Instance.Projects.Count.ShouldBeGreaterThanOrEqualTo(6);
        SourceTree.Instance.Arrows.Count.ShouldBeGreaterThan(4000);
        SourceTree.Instance.Unbound.ShouldBeEmpty();
    }

    [Fact]
    public void The_plan_has_every_folder_and_no_other()
    {
        var rooms = House.Rooms.Select(entry => entry.Room).ToArray();

        rooms.ShouldBeUnique();
        SourceTree.Instance.Rooms.Except(rooms).ShouldBeEmpty("these rooms need an entry in House.cs");
        rooms.Except(SourceTree.Instance.Rooms).ShouldBeEmpty("these rooms have no files");
    }

    [Fact]
    public void A_room_knows_only_the_rooms_that_the_plan_permits() =>
        Arrows.Where(group => !Permitted.Contains(group.Key))
            .SelectMany(group => group.DistinctBy(arrow => arrow.File)).Select(arrow => arrow.ToString()).ShouldBeEmpty();

    [Fact]
    public void The_plan_permits_nothing_that_nobody_uses() =>
        Permitted.Where(arrow => !Arrows.Contains(arrow)).Select(Text).ShouldBeEmpty();

    [Fact]
    public void The_plan_has_no_circle() =>
        Circles.In(Permitted.ToLookup(arrow => arrow.From, arrow => arrow.To)).Select(circle => string.Join(" -> ", circle)).ShouldBeEmpty();

    [Fact]
    public void No_projects_know_each_other_in_a_circle() =>
        Circles.In(Permitted.Select(arrow => (From: arrow.From.Project, To: arrow.To.Project)).Where(arrow => arrow.From != arrow.To).Distinct().ToLookup(arrow => arrow.From, arrow => arrow.To))
            .Select(circle => string.Join(" -> ", circle)).ShouldBeEmpty();

    private static string Text((Room From, Room To) arrow) => $"{arrow.From} -> {arrow.To}";
}
