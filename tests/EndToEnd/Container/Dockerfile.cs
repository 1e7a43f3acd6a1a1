using System.Text.Json;
using System.Text.RegularExpressions;

namespace Anchor.EndToEnd.Tests.Container;

/// <summary>One instruction: its keyword and the rest of its line, continuations joined.</summary>
internal sealed record Instruction(string Keyword, string Arguments, int Stage)
{
    /// <summary>The words of the exec form; null if it is the shell form.</summary>
    public string[]? Exec => Arguments.StartsWith('[') ? JsonSerializer.Deserialize<string[]>(Arguments) : null;
}

/// <summary>The instructions of a Dockerfile.</summary>
internal sealed partial class Dockerfile
{
    // docs.docker.com/reference/dockerfile: the instructions there are, without MAINTAINER, which is deprecated.
    private static readonly string[] Known =
    [
        "ADD",
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "ONBUILD",
        "RUN",
        "SHELL",
        "STOPSIGNAL",
        "USER",
        "VOLUME",
        "WORKDIR",
    ];

    private Dockerfile(IReadOnlyList<Instruction> instructions) => Instructions = instructions;

    public IReadOnlyList<Instruction> Instructions { get; }

    public int LastStage => Instructions[^1].Stage;

    /// <summary>Those of the image that is run.</summary>
    public IEnumerable<Instruction> Final(string keyword) => Of(LastStage, keyword);

    public IEnumerable<Instruction> Of(int stage, string keyword) =>
        Instructions.Where(instruction => instruction.Stage == stage && instruction.Keyword == keyword);

    /// <summary>The environment of the image that is run.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        Final("ENV")
            .SelectMany(env => Assignment().Matches(env.Arguments))
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value.Trim('"'));

    public static Dockerfile Read(string path)
    {
        var text = Continuation().Replace(Comment().Replace(File.ReadAllText(path), ""), " ");
        var stage = -1;
        List<Instruction> instructions = [];
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (keyword, arguments) = line.Split(' ', 2, StringSplitOptions.TrimEntries) switch
            {
                [var one, var rest] => (one, rest),
                _ => throw new FormatException($"\"{line}\" is no instruction."),
            };
            Assert.Contains(keyword, Known);
            stage += keyword == "FROM" ? 1 : 0;
            Assert.True(stage >= 0 || keyword == "ARG", $"{keyword} stands before the first FROM.");
            instructions.Add(new Instruction(keyword, arguments, stage));
        }

        return new Dockerfile(instructions);
    }

    /// <summary>Sources and destination of a COPY from the build's context; null if it copies from another stage.</summary>
    public static (string[] Sources, string Destination)? CopiedFromContext(Instruction copy)
    {
        var words = copy.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Any(word => word.StartsWith("--from=", StringComparison.Ordinal))
            ? null
            : (words[..^1], words[^1]);
    }

    [GeneratedRegex("^[ \t]*#.*\n", RegexOptions.Multiline, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\\[ \t]*\n", RegexOptions.None, 1000)]
    private static partial Regex Continuation();

    [GeneratedRegex("""(?<name>[A-Za-z_]+)=(?<value>"[^"]*"|\S*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Assignment();
}
