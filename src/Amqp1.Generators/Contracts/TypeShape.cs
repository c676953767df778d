using System.Text.RegularExpressions;
using Amqp1.Generators.Models;

namespace Amqp1.Generators.Contracts;

/// <summary>
/// The members of a type on the wire, and its line in the contracts file: <c>type Compute.Flavor {disk: int, required id: string}</c>. The
/// order of members has no meaning in JSON, so they are sorted.
/// </summary>
/// <param name="Name">The type in C#.</param>
/// <param name="Members">The members, sorted by name.</param>
internal sealed record TypeShape(string Name, EquatableArray<TypeMember> Members)
{
    private static readonly Regex Line = new(@"^type (?<name>[^{}]+) \{(?<members>[^{}]*)\}$", RegexOptions.CultureInvariant);

    private static readonly Regex Member = new(@"^(?<required>required )?(?<name>[^\s:]+): (?<type>.+)$", RegexOptions.CultureInvariant);

    /// <summary>Reads a line; null if it is not the line of a type.</summary>
    public static TypeShape? Parse(string line)
    {
        var match = Line.Match(line);
        if (!match.Success)
        {
            return null;
        }

        var members = CommaList.Split(match.Groups["members"].Value).Select(text => Member.Match(text)).ToArray();
        return members.All(member => member.Success)
            ? new TypeShape(
                match.Groups["name"].Value,
                new(members.Select(member => new TypeMember(member.Groups["name"].Value, member.Groups["required"].Success, member.Groups["type"].Value))))
            : null;
    }

    public override string ToString() => $"type {Name} {{{string.Join(", ", Members)}}}";
}
