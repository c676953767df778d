namespace Amqp1.Generators.Contracts;

/// <summary>The difference between a type and its recorded shape.</summary>
/// <param name="Why">The difference, for messages.</param>
/// <param name="IsBreaking">Whether the difference breaks callers of the same major version.</param>
internal sealed record ShapeChange(string Why, bool IsBreaking)
{
    /// <summary>Returns the most serious difference; null if there is none.</summary>
    public static ShapeChange? Of(TypeShape before, UsedType now)
    {
        var changes = before.Members.Select(had => Of(before.Name, had, now))
            .Concat(now.Shape.Members.Where(has => before.Members.All(had => had.Name != has.Name)).Select(has => Added(before.Name, has, now)))
            .OfType<ShapeChange>()
            .ToArray();
        return changes.FirstOrDefault(change => change.IsBreaking) ?? changes.FirstOrDefault();
    }

    private static ShapeChange? Of(string type, TypeMember had, UsedType now)
    {
        var has = now.Shape.Members.FirstOrDefault(member => member.Name == had.Name);
        if (has is null)
        {
            return new ShapeChange($"{type} had '{had.Name}'", IsBreaking: true);
        }

        // An argument that also accepts null is compatible; a result that may also be null is not.
        var isWider = has.Type == had.Type + "?";
        var isNarrower = had.Type == has.Type + "?";
        return has.Type != had.Type
            ? new ShapeChange($"'{had.Name}' of {type} was {had.Type}", (now.IsTaken && !isWider) || (now.IsReturned && !isNarrower))
            : has.IsRequired != had.IsRequired
                ? new ShapeChange($"'{had.Name}' of {type} was {(had.IsRequired ? "required" : "not required")}", has.IsRequired ? now.IsTaken : now.IsReturned)
                : null;
    }

    private static ShapeChange Added(string type, TypeMember has, UsedType now) =>
        new($"{type} had no '{has.Name}'", IsBreaking: has.IsRequired && now.IsTaken);
}
