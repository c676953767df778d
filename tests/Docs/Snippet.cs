namespace Amqp1.Docs.Tests;

/// <summary>A fenced block of a document.</summary>
/// <param name="Document">The document, relative to the repository, with slashes.</param>
/// <param name="Line">The line of its first line of text, from 1.</param>
/// <param name="Language">The word behind the fence; empty when there is none.</param>
/// <param name="Text">The text between the fences.</param>
public sealed record Snippet(string Document, int Line, string Language, string Text)
{
    /// <summary>True if the snippet is a program with its own usings, which needs only a web project around it.</summary>
    public bool IsProgram => Language == "csharp" && Text.StartsWith("using ", StringComparison.Ordinal) && Text.Contains(".Run();", StringComparison.Ordinal);

    /// <summary>Returns the place of the snippet as <c>file:line</c>.</summary>
    public override string ToString() => $"{Document}:{Line}";
}
