/** Three versions of a small table, to try a merge: what two people did to the plan of a garden. */
const header = 'bed,plant,variety,sown,plants,note\n';
const base = `${header}1,Tomato,Matina,2024-03-02,24,greenhouse
2,Bean,Neckargold,2024-05-11,60,climbing
3,Carrot,Rodelika,2024-03-20,400,
4,Lettuce,Maikönig,2024-03-05,40,early
5,Beetroot,Formanova,2024-04-18,120,long
6,Pumpkin,Uchiki Kuri,2024-05-01,8,needs room
7,Pea,Kelvedon,2024-03-15,200,dwarf
8,Onion,Stuttgarter,2024-03-10,300,sets
`;
const left = `${header}1,Tomato,Matina,2024-03-02,30,greenhouse
2,Bean,Neckargold,2024-05-14,60,climbing
3,Carrot,Rodelika,2024-03-20,400,two rows
4,Lettuce,Maikönig,2024-03-05,48,early
5,Beetroot,Tonda di Chioggia,2024-04-18,120,round
7,Pea,Kelvedon,2024-03-15,200,dwarf
8,Onion,Stuttgarter,2024-03-10,300,sets
9,Kale,Nero di Toscana,2024-06-01,20,
`;
const right = `${header}1,Tomato,Matina,2024-03-09,28,greenhouse
2,Bean,Blauhilde,2024-05-18,60,climbing
3,Carrot,Rodelika,2024-03-20,400,
4,Lettuce,Maikönig,2024-03-05,48,early
5,Beetroot,Formanova,2024-04-18,120,oblong
6,Pumpkin,Uchiki Kuri,2024-05-08,8,needs room
7,Pea,Kelvedon,2024-03-15,240,dwarf
9,Kale,Nero di Toscana,2024-06-01,24,winter
`;

export const key: readonly string[] = ['bed'];

/** The files, as a person would drop them. */
export function sampleFiles(): Readonly<Record<'base' | 'left' | 'right', File>> {
  const file = (name: string, text: string) => new File([text], name, { type: 'text/csv' });
  return {
    base: file('garden.csv', base),
    left: file('garden by Ann.csv', left),
    right: file('garden by Ben.csv', right),
  };
}
