using System.Text;

namespace Amqp1.Architecture.Tests;

/// <summary>The plan as a section of the architecture page: a table, and a diagram for each project that has rooms.</summary>
internal static class HouseMap
{
    /// <summary>The page that holds the map.</summary>
    public const string Page = "docs/internals/architecture.md";

    private const string Begin = "<!-- The map is generated from tests/Architecture/House.cs. Run the test with AMQP1_UPDATE_MAP=1 to write it. -->";
    private const string End = "<!-- End of the map. -->";

    /// <summary>Returns the text of the map.</summary>
    public static string Text()
    {
        var text = new StringBuilder();
        text.AppendLine("### Projects").AppendLine().AppendLine(Diagram(House.Rooms.SelectMany(entry => entry.Knows.Select(other => (entry.Room.Project, other.Project)))
            .Where(arrow => arrow.Item1 != arrow.Item2).Distinct(), House.Rooms.Select(entry => entry.Room.Project).Append(Room.AmqpNetLite.Project).Distinct()));
        foreach (var project in House.Rooms.GroupBy(entry => entry.Room.Project))
        {
            text.AppendLine($"### {project.Key}").AppendLine();
            if (project.Count() > 2)
            {
                text.AppendLine(Diagram(
                    project.SelectMany(entry => entry.Knows.Where(other => other.Project == project.Key).Select(other => (Name(entry.Room), Name(other)))),
                    project.Select(entry => Name(entry.Room))));
            }

            text.AppendLine("| Room | Contents | May know |").AppendLine("|---|---|---|");
            foreach (var entry in project)
            {
                text.AppendLine($"| {Name(entry.Room)} | {entry.Purpose} | {string.Join(", ", entry.Knows.Select(other => other.Project == project.Key ? Name(other) : other.ToString()))} |");
            }

            text.AppendLine();
        }

        return text.ToString().TrimEnd().ReplaceLineEndings("\n");
    }

    /// <summary>Returns the map that the page contains now.</summary>
    public static string InPage(string page) => page[Start(page)..page.IndexOf(End, StringComparison.Ordinal)].Trim();

    /// <summary>Returns the page with the map of the plan.</summary>
    public static string Updated(string page) => page[..Start(page)] + "\n\n" + Text() + "\n\n" + page[page.IndexOf(End, StringComparison.Ordinal)..];

    private static int Start(string page) => page.IndexOf(Begin, StringComparison.Ordinal) is var at and >= 0
        ? at + Begin.Length
        : throw new FormatException($"{Page} has no place for the map.");

    private static string Name(Room room) => room.Folder.Length == 0 ? "(root)" : room.Folder;

    /// <summary>Returns a diagram without the arrows that follow from others, because they would hide the layers.</summary>
    private static string Diagram(IEnumerable<(string From, string To)> arrows, IEnumerable<string> nodes)
    {
        var all = arrows.Distinct().ToArray();
        var next = all.ToLookup(arrow => arrow.From, arrow => arrow.To);
        var names = nodes.ToList();
        var text = new StringBuilder("```mermaid\nflowchart TD\n");
        foreach (var name in names)
        {
            text.Append($"    n{names.IndexOf(name)}[\"{name}\"]\n");
        }

        foreach (var (from, to) in all.Where(arrow => !next[arrow.From].Any(via => via != arrow.To && Reaches(via, arrow.To, next))))
        {
            text.Append($"    n{names.IndexOf(from)} --> n{names.IndexOf(to)}\n");
        }

        return text.Append("```\n").ToString();
    }

    private static bool Reaches(string from, string to, ILookup<string, string> next)
    {
        var seen = new HashSet<string>();
        var queue = new Queue<string>([from]);
        while (queue.TryDequeue(out var at))
        {
            if (at == to)
            {
                return true;
            }

            foreach (var further in next[at].Where(seen.Add))
            {
                queue.Enqueue(further);
            }
        }

        return false;
    }
}
