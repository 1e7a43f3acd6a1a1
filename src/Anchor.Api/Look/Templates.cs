using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Anchor.Api.Look;

/// <summary>The places of a page that a template can fill.</summary>
internal enum Block
{
    /// <summary>Inside the head element: links to static files.</summary>
    Head,

    /// <summary>The title and first heading; plain text.</summary>
    Title,

    /// <summary>In place of logo and name at the top.</summary>
    Header,

    /// <summary>Above the form or the status.</summary>
    Before,

    /// <summary>Below them.</summary>
    After,

    /// <summary>At the end of the page.</summary>
    Footer,
}

/// <summary>
/// The own templates: <c>footer.html</c> is for every page, <c>deposit/footer.html</c> for one of them, and <c>footer.de.html</c> for one language. The
/// most fitting one is used.
/// </summary>
internal sealed partial class Templates
{
    private static readonly FrozenDictionary<string, PageKind> Folders = new Dictionary<string, PageKind>
    {
        [""] = PageKind.Other,
        ["deposit"] = PageKind.Deposit,
        ["withdraw"] = PageKind.Withdraw,
        ["more_info"] = PageKind.MoreInfo,
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<(PageKind, Block, string), Snippet> _snippets;

    private Templates(Dictionary<(PageKind, Block, string), Snippet> snippets) =>
        _snippets = snippets.ToFrozenDictionary();

    public static Templates None { get; } = new([]);

    /// <summary>Reads and checks the folder.</summary>
    /// <param name="names">The values that templates may name.</param>
    public static Templates Load(string folder, ISet<string> names, StaticFiles files, List<string> faults)
    {
        Dictionary<(PageKind, Block, string), Snippet> snippets = [];
        foreach (var path in OwnFolder.Files(folder))
        {
            var shown = Path.Combine(folder, path);
            var match = Name().Match(path);
            if (
                !match.Success
                || !Folders.TryGetValue(match.Groups["page"].Value, out var page)
                || !Enum.TryParse<Block>(match.Groups["block"].Value, ignoreCase: true, out var block)
                || (block == Block.Title) != (match.Groups["kind"].Value == "txt")
            )
            {
                faults.Add(
                    $"{shown}: is no template; those are head.html, title.txt, header.html, before.html, after.html and footer.html, in the folder itself or in deposit, withdraw or more_info."
                );
                continue;
            }

            if (OwnFolder.ReadText(shown, faults) is { } text)
            {
                if (block != Block.Title)
                {
                    new SnippetCheck(text, shown, block == Block.Head, faults).Run();
                }

                snippets[(page, block, match.Groups["language"].Value)] = Snippet.Parse(
                    text,
                    shown,
                    names,
                    files,
                    faults
                );
            }
        }

        return new Templates(snippets);
    }

    /// <summary>The most fitting one, or null.</summary>
    public Snippet? Find(PageKind page, Block block, string language) =>
        _snippets.GetValueOrDefault((page, block, language))
        ?? _snippets.GetValueOrDefault((page, block, ""))
        ?? _snippets.GetValueOrDefault((PageKind.Other, block, language))
        ?? _snippets.GetValueOrDefault((PageKind.Other, block, ""));

    [GeneratedRegex(
        @"^((?<page>[a-z_]+)/)?(?<block>[a-z]+)(\.(?<language>[a-z]{2,3}))?\.(?<kind>html|txt)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Name();
}
