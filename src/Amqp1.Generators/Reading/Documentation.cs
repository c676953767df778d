using System.Xml;
using System.Xml.Linq;
using Amqp1.Generators.Models;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Amqp1.Generators.Reading;

/// <summary>Reads XML documentation comments as plain texts, also in projects that write no documentation file.</summary>
internal static class Documentation
{
    private const int MaxLength = 1000;

    /// <summary>Reads the documentation of a method, or of the method that it overrides or implements.</summary>
    public static DocumentationModel Of(IMethodSymbol method, CancellationToken cancel)
    {
        var xml = method.OverrideChain().Concat(ImplementedBy(method)).Select(part => XmlOf(part, cancel)).FirstOrDefault(found => found is not null);
        return new DocumentationModel(
            TextOf(xml?.Element("summary")),
            TextOf(xml?.Element("returns")),
            new(method.Parameters.Select(parameter => TextOf(xml?.Elements("param").FirstOrDefault(element => (string?)element.Attribute("name") == parameter.Name)))));
    }

    /// <summary>Reads the summary of a type; empty if it has none.</summary>
    public static string SummaryOf(INamedTypeSymbol type, CancellationToken cancel) => TextOf(XmlOf(type, cancel)?.Element("summary"));

    private static IEnumerable<IMethodSymbol> ImplementedBy(IMethodSymbol method) => method.ContainingType.AllInterfaces
        .SelectMany(type => type.GetMembers(method.Name).OfType<IMethodSymbol>())
        .Where(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));

    /// <summary>Returns the comment; null if there is none, if it is not XML, or if it only refers to another one.</summary>
    private static XElement? XmlOf(ISymbol symbol, CancellationToken cancel)
    {
        var text = symbol.GetDocumentationCommentXml(cancellationToken: cancel);
        if (string.IsNullOrWhiteSpace(text))
        {
            text = $"<doc>{CommentOf(symbol, cancel)}</doc>";
        }

        try
        {
            var xml = XElement.Parse(text);
            return xml.IsEmpty || !xml.HasElements || xml.Element("inheritdoc") is not null ? null : xml;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Returns the lines of the comment, which the compiler does not read unless it writes a documentation file.</summary>
    private static string CommentOf(ISymbol symbol, CancellationToken cancel)
    {
        if (symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancel) is not { } syntax)
        {
            return "";
        }

        var lines = syntax.GetLeadingTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
            .Select(trivia => trivia.ToString())
            .Where(line => line.StartsWith("///", StringComparison.Ordinal) && !line.StartsWith("////", StringComparison.Ordinal));
        return string.Join("\n", lines.Select(line => line.Substring(3)));
    }

    private static string TextOf(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        var text = string.Join(" ", string.Concat(element.Nodes().Select(Flatten)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= MaxLength ? text : text.Substring(0, MaxLength - 3) + "...";
    }

    private static string Flatten(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: false } element => $"{(element.Name == "para" ? " " : "")}{string.Concat(element.Nodes().Select(Flatten))}",
        XElement element => NameIn(element),
        _ => "",
    };

    private static string NameIn(XElement element)
    {
        var name = ((string?)element.Attribute("cref") ?? (string?)element.Attribute("name") ?? (string?)element.Attribute("langword") ?? "").Split('(')[0];
        return name.Substring(name.LastIndexOfAny(['.', ':']) + 1);
    }
}
